"""Red flags first: what a visitor writes is screened before anything is looked up."""

from ptassist.answering.triage.cards import Action, Card, Level
from ptassist.answering.triage.engine import Assessment, Finding, Triage, load_triage

__all__ = ["Action", "Assessment", "Card", "Finding", "Level", "Triage", "load_triage"]
