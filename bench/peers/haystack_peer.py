"""Haystack: embeddings and BM25 in memory, joined by reciprocal rank."""

from common import model_path, run, text_of


def build(documents):
    from haystack import Document, Pipeline
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import (
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    try:
        from haystack_integrations.components.embedders import sentence_transformers as embedders
    except ImportError:
        from haystack.components import embedders

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    embedder = embedders.SentenceTransformersDocumentEmbedder(
        model=model_path(), progress_bar=False
    )
    if hasattr(embedder, "warm_up"):
        embedder.warm_up()
    texts = [Document(id=document["_id"], content=text_of(document)) for document in documents]
    store.write_documents(embedder.run(documents=texts)["documents"])
    pipeline = Pipeline()
    pipeline.add_component(
        "text", embedders.SentenceTransformersTextEmbedder(model=model_path(), progress_bar=False)
    )
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=10))
    pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=10))
    pipeline.add_component("join", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=10))
    pipeline.connect("text.embedding", "dense.query_embedding")
    pipeline.connect("dense", "join")
    pipeline.connect("words", "join")
    if hasattr(pipeline, "warm_up"):
        pipeline.warm_up()

    def search(question):
        found = pipeline.run({"text": {"text": question}, "words": {"query": question}})
        return [document.id for document in found["join"]["documents"]]

    return search


run("haystack, reciprocal rank", build)
