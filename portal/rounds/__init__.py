"""進捗状況調査: figures of the planner's pages of a round."""
