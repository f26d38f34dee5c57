//! Tracking: by the GL code's own mapping first, then by the fields of the transaction.

use super::Resolver;
use crate::chart::TrackingCategory;
use crate::mapping::{GlTarget, TrackingField, normalise};
use crate::problem::Problem;
use crate::tags::{Field, Tags};

/// How many tracking categories a line may have (facts §10.3).
const MAX_TRACKING: usize = 2;

impl Resolver<'_> {
    /// The tracking of a line as (category id, option id). A GL code that is tracked itself keeps
    /// its options; fields decide the categories it leaves open.
    pub(super) fn tracking(
        &self,
        gl: Option<(&str, &GlTarget)>,
        tags: &Tags,
    ) -> Result<Vec<(String, String)>, Problem> {
        let mut tracking = match gl {
            Some((code, gl)) => self.own_tracking(code, gl)?,
            None => Vec::new(),
        };
        for (field, rule) in &self.mapping().tracking {
            let is_decided = tracking.iter().any(|(category, _)| *category == rule.category_id);
            if is_decided || tracking.len() >= MAX_TRACKING {
                continue;
            }
            if let Some(value) = tags.get(*field) {
                tracking.push(self.by_field(*field, rule, value)?);
            }
        }
        Ok(tracking)
    }

    fn own_tracking(&self, code: &str, gl: &GlTarget) -> Result<Vec<(String, String)>, Problem> {
        let known = |(category, option): &(String, String)| {
            let options = self.category(category).map(|one| one.options.as_slice());
            let mut active = options.unwrap_or_default().iter().filter(|one| one.active);
            active.any(|one| one.id == *option)
        };
        if gl.tracking.len() > MAX_TRACKING || !gl.tracking.iter().all(known) {
            return Err(Problem::TrackingInvalid { code: code.to_owned() });
        }
        Ok(gl.tracking.clone())
    }

    fn by_field(
        &self,
        field: Field,
        rule: &TrackingField,
        value: &str,
    ) -> Result<(String, String), Problem> {
        let category = self.category(&rule.category_id);
        let category = category.ok_or(Problem::TrackingCategoryMissing { field })?;
        let wanted = normalise(value);
        let chosen = rule.options.get(&wanted);
        let mut active = category.options.iter().filter(|option| option.active);
        let found = active.find(|option| match chosen {
            Some(id) => option.id == *id,
            None => normalise(&option.name) == wanted,
        });
        let option = found.ok_or_else(|| Problem::TrackingOptionMissing {
            field,
            category: category.name.clone(),
            option: value.to_owned(),
        })?;
        Ok((category.id.clone(), option.id.clone()))
    }

    fn category(&self, id: &str) -> Option<&TrackingCategory> {
        self.chart().tracking.iter().find(|one| one.active && one.id == id)
    }
}
