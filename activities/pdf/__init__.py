"""The one program that makes PDF files, run as a process of its own: see activities.printing."""
