//! The filters of a form, as conditions of a query.

use super::days::{Days, Stretch};
use super::facts::Fact;
use super::tree::{Node, Pattern, TermField};
use crate::Filters;

impl Filters {
    /// The conditions that the filters are.
    pub(super) fn conditions(&self) -> Vec<Node> {
        let term = |field, value: &String| Node::Term(field, Pattern { value: value.clone(), open: false });
        let day = |day| Stretch::Span(domain::Span::Day(day));
        let mut conditions = Vec::new();
        conditions.extend(self.has_code.then_some(Node::Has(Fact::Code)));
        conditions.extend(self.category.as_ref().map(|category| term(TermField::Category, category)));
        conditions.extend(self.organization.as_ref().map(|slug| term(TermField::Organization, slug)));
        if self.from.is_some() || self.to.is_some() {
            conditions.push(Node::Days(Days::Between(self.from.map(day), self.to.map(day))));
        }
        conditions
    }
}
