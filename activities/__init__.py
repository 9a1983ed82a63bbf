"""What is joined: study sessions, volunteer events, sign-ups, rosters, service records."""
