"""LlamaIndex: FAISS and BM25, fused by reciprocal rank."""

from common import model_path, run, text_of


def build(documents):
    import faiss
    from llama_index.core import Settings, StorageContext, VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.retrievers.bm25 import BM25Retriever
    from llama_index.vector_stores.faiss import FaissVectorStore

    Settings.llm = MockLLM()
    Settings.embed_model = HuggingFaceEmbedding(model_name=model_path())
    nodes = [TextNode(id_=document["_id"], text=text_of(document)) for document in documents]
    store = FaissVectorStore(faiss.IndexFlatIP(384))
    dense = VectorStoreIndex(
        nodes, storage_context=StorageContext.from_defaults(vector_store=store)
    )
    words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(10, len(nodes)))
    both = QueryFusionRetriever(
        [dense.as_retriever(similarity_top_k=10), words],
        similarity_top_k=10,
        num_queries=1,
        mode="reciprocal_rerank",
        use_async=False,
    )
    return lambda question: [found.node.node_id for found in both.retrieve(question)]


run("llama-index fusion", build)
