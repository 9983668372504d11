"""Search engines of the Python world, one a run, beside Newsstand: see ../README.md.

    peers.py NAME FOLDER ROUNDS

FOLDER holds papers.jsonl (key, title, abstract) and questions.jsonl (a string a line). Prints one JSON object: build_s, rss_mib,
times_ms (of each question in each round, the best 20), found (for each question the keys of the best 100).
Vectors are MiniLM's, of title and abstract as one text. They are taken from NEWSSTAND_MINILM (read only, where there is such a file) and
from NEWSSTAND_MINILM_CACHE, to which missing ones are added: records of xxh3_64("title\nabstract"), little-endian, and 384 float32.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

TOP, DEPTH, DIMS = 20, 100, 384
# More abstracts than this are not embedded on the way: that takes half an hour.
MOST_TO_EMBED = 20_000
SHARED = Path(os.environ["NEWSSTAND_SHARED"])


class MiniLM:
    """all-MiniLM-L6-v2 in int8 through onnxruntime; the network ends with the mean over the pieces."""

    def __init__(self):
        import onnxruntime
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(SHARED / "model/tokenizer.json"))
        self.tokenizer.enable_truncation(256)
        self.tokenizer.no_padding()
        self.session = onnxruntime.InferenceSession(str(SHARED / "model/minilm-l6-int8.onnx"))
        self.inputs = {wanted.name for wanted in self.session.get_inputs()}

    def embed(self, text):
        pieces = np.array([self.tokenizer.encode(text).ids], dtype=np.int64)
        given = {"input_ids": pieces, "attention_mask": np.ones_like(pieces), "token_type_ids": np.zeros_like(pieces)}
        vector = self.session.run(None, {name: given[name] for name in self.inputs})[0][0]
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def vectors(papers, model):
    """The vectors of the papers, known or made now."""
    import xxhash

    record = np.dtype([("hash", "<u8"), ("vector", "<f4", DIMS)])
    own, given = os.environ["NEWSSTAND_MINILM_CACHE"], os.environ["NEWSSTAND_MINILM"]
    tables, known = [], {}
    for file in given, own:
        whole = os.path.getsize(file) // record.itemsize if os.path.exists(file) else 0
        if whole:
            tables.append(np.memmap(file, record, "r", shape=(whole,)))
            known.update((int(found), (len(tables) - 1, place)) for place, found in enumerate(tables[-1]["hash"]))
    hashes = [xxhash.xxh3_64_intdigest(f"{paper['title']}\n{paper['abstract']}".encode()) for paper in papers]
    missing = [at for at, found in enumerate(hashes) if found not in known]
    if len(missing) > MOST_TO_EMBED:
        sys.exit(f"{len(missing)} of {len(papers)} vectors are missing from {given}")
    matrix = np.zeros((len(papers), DIMS), np.float32)
    for at, found in enumerate(hashes):
        if found in known:
            table, place = known[found]
            matrix[at] = tables[table]["vector"][place]
    with open(own, "ab") as cache:
        for at in missing:
            matrix[at] = model.embed(f"{papers[at]['title']} {papers[at]['abstract']}")
            cache.write(np.array([(hashes[at], matrix[at])], record).tobytes())
    return matrix


def text(paper):
    return f"{paper['title']} {paper['abstract']}"


class Bm25s:
    """bm25s with its English stop words and the Snowball stemmer, and its own k1 and b."""

    def __init__(self, papers):
        import bm25s
        import Stemmer

        self.library, self.stemmer = bm25s, Stemmer.Stemmer("english")
        self.keys = [paper["key"] for paper in papers]
        self.papers = [text(paper) for paper in papers]

    def build(self):
        words = self.library.tokenize(self.papers, stopwords="en", stemmer=self.stemmer, show_progress=False)
        self.index = self.library.BM25()
        self.index.index(words, show_progress=False)
        del self.papers

    def search(self, question, count):
        words = self.library.tokenize([question], stopwords="en", stemmer=self.stemmer, show_progress=False)
        places, scores = self.index.retrieve(words, k=min(count, len(self.keys)), show_progress=False)
        return [self.keys[place] for place, score in zip(places[0], scores[0]) if score > 0]


class Flat:
    """MiniLM and an exact index: faiss IndexFlatIP."""

    def __init__(self, papers):
        self.model = MiniLM()
        self.keys = [paper["key"] for paper in papers]
        self.matrix = vectors(papers, self.model)

    def build(self):
        import faiss

        self.index = faiss.IndexFlatIP(DIMS)
        self.index.add(self.matrix)
        del self.matrix

    def search(self, question, count):
        _, places = self.index.search(self.model.embed(question)[None], count)
        return [self.keys[place] for place in places[0] if place >= 0]


class Lance:
    """LanceDB: MiniLM's vectors without an index (exact), its full-text index, and its own hybrid search (RRF)."""

    def __init__(self, papers):
        self.model, self.papers = MiniLM(), papers
        self.matrix = vectors(papers, self.model)
        self.folder = tempfile.TemporaryDirectory()

    def build(self):
        import lancedb
        import pyarrow

        columns = {
            "key": pyarrow.array([paper["key"] for paper in self.papers], pyarrow.int64()),
            "text": pyarrow.array([text(paper) for paper in self.papers], pyarrow.large_string()),
            "vector": pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(self.matrix.ravel()), DIMS),
        }
        self.table = lancedb.connect(self.folder.name).create_table("papers", pyarrow.table(columns))
        self.table.create_fts_index("text")
        del self.papers, self.matrix

    def search(self, question, count):
        # Its query language reads some signs as operators.
        words = " ".join("".join(c if c.isalnum() else " " for c in question).split())
        query = self.table.search(query_type="hybrid").vector(self.model.embed(question)).text(words)
        rows = query.distance_type("cosine").select(["key"]).limit(count).to_arrow()
        return rows["key"].to_pylist()


PEERS = {"bm25s": Bm25s, "minilm-flat": Flat, "lancedb": Lance}


def resident_mib():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:"))


def main(name, folder, rounds):
    papers = [json.loads(line) for line in open(Path(folder) / "papers.jsonl", encoding="utf8")]
    questions = [json.loads(line) for line in open(Path(folder) / "questions.jsonl", encoding="utf8")]
    peer = PEERS[name](papers)
    del papers
    started = time.perf_counter()
    peer.build()
    build = time.perf_counter() - started
    found = [peer.search(question, DEPTH) for question in questions]
    times = []
    for _ in range(int(rounds)):
        for question in questions:
            started = time.perf_counter()
            peer.search(question, TOP)
            times.append((time.perf_counter() - started) * 1e3)
    print(json.dumps({"build_s": build, "rss_mib": resident_mib(), "times_ms": times, "found": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
