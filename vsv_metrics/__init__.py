"""Figures on early school leaving (voortijdig schoolverlaten) in the Netherlands: data model, store and dashboard."""
