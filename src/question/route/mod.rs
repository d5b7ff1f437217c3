//! Which unit should answer a question.
