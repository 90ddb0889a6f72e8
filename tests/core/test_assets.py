"""Static files: compressed, kept by the browser, harmless when opened by themselves."""

from flask import Flask


def test_a_style_sheet_is_kept_by_the_browser_and_sets_no_cookie(app: Flask) -> None:
    answer = app.test_client().get("/static/biro.css")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/css")
    assert "max-age=2592000" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_a_picture_opened_by_itself_runs_nothing(app: Flask) -> None:
    answer = app.test_client().get("/static/favicon.svg")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_missing_file_is_an_ordinary_404(app: Flask) -> None:
    assert app.test_client().get("/static/vendor/absent.js").status_code == 404
    assert app.test_client().get("/static/../settings.py").status_code == 404
