"""The counter: what people apply for at one window, what they are told to bring, and errands run for them."""
