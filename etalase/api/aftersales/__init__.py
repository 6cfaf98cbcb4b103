"""What follows a sale: cancellation requests, returns, disputes, reviews, conversations, complaints."""
