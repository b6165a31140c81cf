"""The dashboard over ever more figures: what a page, a question, the memory and the build cost when a data set grows."""
