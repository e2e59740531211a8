"""LangChain: FAISS and BM25 in an ensemble of equal weights."""

from common import model_path, run, text_of


def build(documents):
    from langchain_community.retrievers import BM25Retriever
    from langchain_community.vectorstores import FAISS
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings

    try:
        from langchain.retrievers import EnsembleRetriever
    except ImportError:
        from langchain_classic.retrievers import EnsembleRetriever

    texts = [Document(page_content=text_of(d), metadata={"id": d["_id"]}) for d in documents]
    embeddings = HuggingFaceEmbeddings(
        model_name=model_path(), encode_kwargs={"normalize_embeddings": True}
    )
    dense = FAISS.from_documents(texts, embeddings).as_retriever(search_kwargs={"k": 10})
    words = BM25Retriever.from_documents(texts)
    words.k = 10
    both = EnsembleRetriever(retrievers=[words, dense], weights=[0.5, 0.5])
    return lambda question: [document.metadata["id"] for document in both.invoke(question)][:10]


run("langchain ensemble", build)
