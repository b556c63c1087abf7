"""What the installed Synapse answers to, from Synapse itself: a new release brings its own cases (4.3.4).

    synapse-patterns.py HOMESERVER_YAML             prints {"version", "handlers": [{method, servlet, resource, pattern, forms}]}
    synapse-patterns.py HOMESERVER_YAML dispatch    reads [[method, path], ...], prints which handler Synapse would give each to

Every resource of a main process is made, also those that the city's configuration does not mount (federation, keys,
replication), with every experimental switch on: what a later configuration could open is tried as well. Of each pattern all
forms are written out: every alternative, with and without what is optional; a part that captures is {"capture": name}.
"""

import itertools
import json
import logging
import re
import sys
from re import _constants as sre, _parser

import synapse
import synapse.app.homeserver as app
from synapse.http.server import JsonResource

NAMES = ["client", "consent", "federation", "keys", "media", "static", "metrics", "replication", "openid"]
FORMS_MOST = 64


def homeserver(config_file):
    config = app.load_or_generate_config(["--config-path", config_file])
    for name, value in vars(config.experimental).items():
        if value is False and name.startswith("msc") and name.endswith("_enabled"):
            setattr(config.experimental, name, True)
    hs = app.create_homeserver(config)
    hs.setup()
    return hs


def resources(hs):
    """Where each resource is mounted; one that cannot be made here is told, not lost."""
    found = {"/health": app.HealthResource()}
    for name in NAMES:
        try:
            for path, resource in hs._configure_named_resource(name).items():
                # The whole of an API rather than the part that `openid` alone would show.
                found.setdefault(path, resource)
        except Exception as error:
            print(f"{name}: {error!r}", file=sys.stderr)
    return found


def unrolled(resource):
    """The resource below a wrapper for compression, metrics and the like."""
    return getattr(resource, "original", resource)


def routes(path, resource):
    """(method, pattern or path, servlet) of a resource and those below it."""
    resource = unrolled(resource)
    if isinstance(resource, JsonResource) and resource._routes:
        for pattern, methods in resource._routes.items():
            for method, entry in methods.items():
                yield method.decode(), pattern, entry.servlet_classname
        return
    name = type(resource).__name__
    known = [m for m in ("GET", "POST", "PUT", "DELETE", "PATCH") if hasattr(resource, f"_async_render_{m}") or hasattr(resource, f"render_{m}")]
    for method in known or ["GET"]:
        yield method, re.compile(re.escape(path) + ("" if not getattr(resource, "isLeaf", False) else "(/[^/]+)?") + "$"), name
    for child, below in resource.children.items():
        yield from routes(f"{path}/{child.decode()}", below)


def forms(parsed):
    """All forms of a parsed pattern, each a list of texts and captures."""
    parts = []
    for op, argument in parsed:
        if op is sre.LITERAL:
            parts.append([[chr(argument)]])
        elif op is sre.AT:
            continue
        elif op is sre.SUBPATTERN:
            group, inner = argument[0], argument[3]
            plain = forms(inner)
            if group is not None and any(not isinstance(part, str) for form in plain for part in form):
                names = {number: name for name, number in parsed.state.groupdict.items()}
                # A group that is one free part is a capture; one that holds more keeps its literals.
                plain = [[{"capture": names.get(group, "part")}]] if all(len(form) == 1 for form in plain) else plain
            parts.append(plain)
        elif op is sre.BRANCH:
            parts.append([form for branch in argument[1] for form in forms(branch)])
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, most, inner = argument
            if most == 1:
                parts.append(([[]] if least == 0 else []) + forms(inner))
            else:
                parts.append([[{"capture": "part"}]])
        elif op in (sre.IN, sre.ANY, sre.NOT_LITERAL):
            parts.append([[{"capture": "letter"}]])
        else:
            parts.append([[]])
    result = []
    for choice in itertools.islice(itertools.product(*parts), FORMS_MOST):
        form = []
        for part in itertools.chain.from_iterable(choice):
            if isinstance(part, str) and form and isinstance(form[-1], str):
                form[-1] += part
            else:
                form.append(part)
        result.append(form)
    return result


def listing(found):
    handlers = []
    for mounted, resource in found.items():
        for method, pattern, servlet in routes(mounted, resource):
            written = forms(_parser.parse(pattern.pattern))
            handlers.append({"method": method, "servlet": servlet, "resource": mounted, "pattern": pattern.pattern, "forms": written})
    return handlers


def dispatch(found, requests):
    """As twisted and Synapse do: the deepest resource by path, then the first pattern that takes the raw path and the method."""
    order = sorted(found, key=lambda path: -len(path))
    tables = {path: list(routes(path, found[path])) for path in order}
    for method, path in requests:
        mounted = next((m for m in order if path == m or path.startswith(m + "/")), None)
        wanted = "GET" if method == "HEAD" else method
        yield next((servlet for known, pattern, servlet in tables.get(mounted, []) if known == wanted and pattern.match(path)), None)


def main():
    logging.disable(logging.CRITICAL)
    found = resources(homeserver(sys.argv[1]))
    if sys.argv[2:] == ["dispatch"]:
        json.dump(list(dispatch(found, json.load(sys.stdin))), sys.stdout)
    else:
        json.dump({"version": synapse.__version__, "handlers": listing(found)}, sys.stdout)


main()
