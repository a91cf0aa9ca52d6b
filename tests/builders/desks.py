"""A desk: a counter behind a port, with something of everything to see, and clients to ask it with."""

from types import SimpleNamespace

import httpx

from tests.builders.counters import Behind, counter_hub, fill, free_port, leave_unlinked, link_for, refuse_one


class Desk(SimpleNamespace):
    """The hub, its people, and clients that ask as one of them."""

    def client(self, key=None, accept="application/json"):
        headers = {"Accept": accept} | ({"Authorization": f"Bearer {key}"} if key else {})
        client = httpx.Client(base_url=self.server.url, headers=headers, timeout=10)
        self.clients.append(client)
        return client

    def browser(self, user_id=None):
        """A client with a session of this person."""
        client = self.client(accept="text/html")
        client.post(f"/login/{link_for(self.hub, user_id or self.cast.bram_user)}")
        return client

    def application_id(self):
        return self.hub.sql("SELECT id FROM applications WHERE dossier_id = ?", self.dossier)[0][0]

    def lane(self):
        return self.hub.sql("SELECT id FROM lanes WHERE dossier_id = ?", self.dossier)[0][0]

    def message(self):
        return self.hub.sql("SELECT id FROM messages WHERE lane_id = ? ORDER BY position", self.lane())[0][0]

    def file(self):
        return (
            self.client(self.cast.bram_key)
            .get(f"/api/v2/dossiers/{self.dossier}")
            .json()["applications"][0]["offers"][0]["files"][0]["href"]
        )


def open_desk(folder, **more):
    port = free_port()
    hub, cast = counter_hub(folder, http_port=port, public_url=f"http://localhost:{port}", **more)
    desk = Desk(hub=hub, cast=cast, clients=[])
    desk.dossier, desk.unlinked, desk.refused = fill(hub), leave_unlinked(hub), refuse_one(hub)
    desk.server = Behind(hub, port)
    return desk


def close_desk(desk):
    for client in desk.clients:
        client.close()
    desk.server.close()
    desk.hub.close()
