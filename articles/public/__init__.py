"""How articles, photos and topics are set on public pages: pictures, bylines, pieces, cards, timelines. Layered over models."""
