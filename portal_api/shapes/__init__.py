"""The shapes of API answers: classes of their own, so that a new column never reaches the outside by itself."""
