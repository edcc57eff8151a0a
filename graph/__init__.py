"""Knowledge and reasons: the model, the store, the chain and what follows from them."""
