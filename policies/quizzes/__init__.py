"""Short questions on a text: drafters enter them, councillors answer them before they sign."""
