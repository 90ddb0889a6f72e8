"""The product in a real browser: a server on a free port, and a visitor who notices what people would notice."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response
from sqlalchemy import select
from werkzeug.serving import make_server

from biro.accounts.models import LoginSession, Person
from biro.accounts.sessions import new_token, token_hash
from biro.core.db import db

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
AXE = {"resultTypes": ["violations"], "rules": {"region": {"enabled": True}}}


def chromium() -> str:
    """The browser of this system."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError("no Chromium on this system: make install-chromium")


@dataclass(frozen=True, eq=False)
class Site:
    """A running office."""

    app: Flask
    url: str

    def cookie(self, username: str) -> dict[str, Any]:
        """A browser cookie of a new login (the sign-in form has a test of its own)."""
        with self.app.app_context():
            person_id = db.session.scalars(select(Person.id).where(Person.username == username)).one()
            token = new_token()
            db.session.add(LoginSession(token_hash=token_hash(token), person_id=person_id))
            db.session.commit()
        signer: Any = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = signer.dumps({"_user_id": token, "_fresh": True})
        return {"name": self.app.config["SESSION_COOKIE_NAME"], "value": value, "url": self.url}


@contextmanager
def served(app: Flask) -> Iterator[Site]:
    """The application on a free port of this machine, in threads, until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(app, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Visitor:
    """Somebody at a browser. `complaints` collects what a page should never do."""

    page: Page
    site: Site
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to the console (policy violations are said there), to scripts and to answers."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._see)

    def go(self, path: str) -> Response | None:
        """Open a page of the office."""
        return self.page.goto(self.site.url + path, wait_until="load")

    def text(self) -> str:
        """What stands in the page."""
        return self.page.inner_text("body")

    def check(self) -> None:
        """Accessible by axe's rules, and not wider than the screen; complaints name the address."""
        where = f"{self.page.url.removeprefix(self.site.url)} at {self.page.evaluate('innerWidth')} px"
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            self.complaints.append(f"{where}: {wide} px wider than the screen")
        for found in Axe().run(self.page, options=AXE).response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in found["nodes"][:3])
            self.complaints.append(f"{where}: {found['id']}: {nodes}")

    def keep(self, path: str) -> None:
        """A picture of the page, when somebody wants to look: BIRO_SHOTS names the folder."""
        folder = os.environ.get("BIRO_SHOTS")
        if folder:
            name = path.strip("/").replace("/", "_").partition("?")[0] or "desk"
            width = self.page.evaluate("innerWidth")
            self.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console on {self.page.url}: {message.text}")

    def _see(self, response: Response) -> None:
        if response.status >= 500 or (
            response.status >= 400 and response.request.resource_type != "document"
        ):
            self.complaints.append(f"{response.status} for {response.url}")


def visitor(context: BrowserContext, site: Site, username: str | None = None) -> Visitor:
    """A visitor in this browser context, signed in when a name is given."""
    if username:
        context.add_cookies([site.cookie(username)])  # type: ignore[list-item]
    return Visitor(context.new_page(), site)


def scan(folder: Path, title: str) -> Path:
    """A small PDF as a scanner would leave it."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(picture).text((60, 80), title, fill="black")
    path = folder / "undangan.pdf"
    picture.save(path, "PDF", resolution=75)
    return path
