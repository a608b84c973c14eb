"""The web page: Gradio and nothing else. Its tabs call the chain and show what render makes."""
