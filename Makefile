# make run    the portal with demo data on http://127.0.0.1:8000 (another port: PORT=8001 make run)
# make test   everything that is checked
# make bench  the promised figures, measured; they also land in bench/results.json
# make lock   after a change of the dependencies in pyproject.toml

PYTHON ?= python3
PORT ?= 8000
export PORT

COMPILE = .venv/bin/uv pip compile --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --quiet

bench: ARGUMENTS = bench --quiet --capture=no -p no:randomly --disable-warnings

.PHONY: run test bench lock

run test bench:
	@command -v $(PYTHON) >/dev/null || { \
		echo 'CouncilGov needs Python 3.11 or newer, and there is no $(PYTHON) here: install it,' \
			'or say where it is: make $@ PYTHON=/path/to/python3.11' >&2; exit 1; }
	@exec $(PYTHON) councilgov/local/bootstrap.py $@ $(ARGUMENTS)

lock:
	$(COMPILE) pyproject.toml -o requirements/production.txt
	$(COMPILE) pyproject.toml --extra local -c requirements/production.txt -o requirements/run.txt
	$(COMPILE) pyproject.toml --extra local --extra test -c requirements/run.txt -o requirements/test.txt
	$(COMPILE) --group node -o requirements/node.txt
