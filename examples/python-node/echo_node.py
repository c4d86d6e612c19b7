"""A node in Python: answers every request with its own body and a drawn number. One JSON line in, one JSON line out."""
import base64, json, sys

def ask(line):
    print(json.dumps(line), flush=True)
    return json.loads(sys.stdin.readline())

for line in sys.stdin:
    given, effects = json.loads(line)["input"], []
    if given["on"] == "request":
        drawn = ask({"draw": "lot", "bound": 1000})["drawn"]
        text = base64.b64decode(given["request"]["body"] or "").decode() + " " + str(drawn)
        part = {"head": {"status": 200, "headers": {}}, "bytes": base64.b64encode(text.encode()).decode(), "end": True}
        effects.append({"do": "reply", "call": given["call"], "part": part})
    print(json.dumps({"effects": effects}), flush=True)
