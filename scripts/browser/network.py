"""What a browser asked of the network, by its own log (chrome://net-export), which knows every frame and worker."""

import json
import os
import tempfile

# Where Chromium asks by itself for its updates, the time and the like, whatever it is told.
CHROMIUMS_OWN = (".google.com", ".googleapis.com", ".gstatic.com", ".gvt1.com")

# One request has one event of this type; connections that are made in advance have none.
REQUEST = "URL_REQUEST_START_JOB"
CONNECTION = "HTTP_STREAM_JOB_CONTROLLER"


class NetworkLog:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="creel-browser-")
        self.path = os.path.join(self.folder.name, "network.json")
        self.position, self.rest, self.names = 0, "", {}

    def events(self):
        """Name and URL of what was written since the last time."""
        with open(self.path, encoding="utf-8", errors="replace") as file:
            file.seek(self.position)
            text = self.rest + file.read()
            self.position = file.tell()
        *lines, self.rest = text.split("\n")
        for line in lines:
            if line.startswith('{"constants"'):
                types = json.loads(line.rstrip(",") + "}")["constants"]["logEventTypes"]
                self.names = {number: name for name, number in types.items()}
            elif '"url":"' in line:
                event = json.loads(line.rstrip(","))
                if url := event.get("params", {}).get("url"):
                    yield self.names.get(event["type"]), url

    def close(self):
        self.folder.cleanup()
