"""Every job may run twice: the second run finds nothing to do and changes nothing."""

import threading

from tests.support.furnished import fingerprint


def test_every_job_run_twice_leaves_what_one_run_leaves(office):
    jobs = office.extensions["biro-jobs"]
    assert jobs
    for job in jobs:
        job.run(threading.Event())
        once = fingerprint()
        job.run(threading.Event())
        assert fingerprint() == once, job.name
