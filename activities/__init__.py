"""What is joined: study sessions, volunteer events, sign-ups and service hours. Nothing here yet."""
