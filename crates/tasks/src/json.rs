//! Reading what a client wrote: every refusal names the field. Unknown fields are dropped.
//!
//! Not serde's derived `Deserialize`, because a time without a zone is in the user's zone, which only the door knows, and because
//! serde does not say which field was wrong.

use serde_json::{Map, Value};

use crate::limits;
use crate::{
    Civil, Due, Error, ListRef, NewReminder, NewRepeat, NewTask, Priority, ReminderWhen, RepeatFrom, Rule, Source,
    TaskId, TaskPatch,
};

impl NewTask {
    /// Reads the body of `POST /api/v1/tasks`.
    ///
    /// `default_zone`: the user's IANA zone, for a time without `due_zone`. `null` is as good as absent; unknown fields are
    /// dropped; `source` is the caller's to set.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field.
    pub fn from_json(json: &Value, default_zone: &str) -> Result<Self, Error> {
        let patch = TaskPatch::from_fields(fields(json)?, default_zone, Null::Absent)?;
        let TaskPatch {
            title,
            notes,
            priority,
            due,
            start,
            duration_min,
            repeat,
            reminders,
            list,
            labels,
            parent,
            position: _,
        } = patch;
        Ok(Self {
            title: title.ok_or_else(|| Error::invalid("title", "is missing"))?,
            notes: notes.unwrap_or_default(),
            priority: priority.unwrap_or_default(),
            due: due.flatten(),
            start: start.flatten(),
            duration_min: duration_min.flatten(),
            repeat: repeat.flatten(),
            reminders: reminders.unwrap_or_default(),
            list: list.flatten(),
            labels: labels.unwrap_or_default(),
            parent: parent.flatten(),
            source: Source::default(),
        })
    }
}

impl TaskPatch {
    /// Reads the body of `PATCH /api/v1/tasks/{id}`: only fields that are there change; `null` clears, all but
    /// `title` and `position`.
    ///
    /// `default_zone`: the user's IANA zone, for a time without `due_zone`.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field: a wrong type, an impossible value, or `null` for one that cannot be cleared.
    pub fn from_json(json: &Value, default_zone: &str) -> Result<Self, Error> {
        Self::from_fields(fields(json)?, default_zone, Null::Clears)
    }

    fn from_fields(fields: &Map<String, Value>, default_zone: &str, null: Null) -> Result<Self, Error> {
        let get = |name: &str| match (fields.get(name), null) {
            (Some(Value::Null), Null::Absent) => None,
            (value, _) => value,
        };
        Ok(Self {
            title: get("title").map(|value| string("title", value)).transpose()?,
            notes: get("notes").map(|value| cleared(value, |value| string("notes", value))).transpose()?,
            priority: get("priority").map(|value| cleared(value, priority)).transpose()?,
            due: due(get("due"), get("due_zone"), default_zone)?,
            start: get("start").map(|value| cleared(value, |value| civil("start", value).map(Some))).transpose()?,
            duration_min: get("duration_min")
                .map(|value| cleared(value, |value| minutes("duration_min", value).map(Some)))
                .transpose()?,
            repeat: get("repeat").map(|value| cleared(value, |value| repeat(value).map(Some))).transpose()?,
            reminders: get("reminders").map(|value| cleared(value, reminders)).transpose()?,
            list: get("list").map(|value| cleared(value, |value| list(value).map(Some))).transpose()?,
            labels: get("labels").map(|value| cleared(value, labels)).transpose()?,
            parent: get("parent").map(|value| cleared(value, |value| parent(value).map(Some))).transpose()?,
            position: get("position").map(position).transpose()?,
        })
    }
}

/// What `null` says about a field.
#[derive(Clone, Copy)]
enum Null {
    /// As if the field were not there.
    Absent,
    /// The field is to be emptied.
    Clears,
}

fn fields(json: &Value) -> Result<&Map<String, Value>, Error> {
    json.as_object().ok_or_else(|| Error::invalid("body", "is not a JSON object"))
}

fn cleared<T: Default>(value: &Value, read: impl FnOnce(&Value) -> Result<T, Error>) -> Result<T, Error> {
    if value.is_null() { Ok(T::default()) } else { read(value) }
}

fn string(field: &'static str, value: &Value) -> Result<String, Error> {
    value.as_str().map(str::to_owned).ok_or_else(|| Error::invalid(field, format!("is {}, not text", kind(value))))
}

fn priority(value: &Value) -> Result<Priority, Error> {
    let number = value.as_u64().and_then(|number| u8::try_from(number).ok());
    let number =
        number.ok_or_else(|| Error::invalid("priority", format!("is `{value}`, not 1 (highest) to 4 (none)")))?;
    Priority::try_from(number)
}

fn due(due: Option<&Value>, zone: Option<&Value>, default_zone: &str) -> Result<Option<Option<Due>>, Error> {
    let zone = match zone {
        None | Some(Value::Null) => None,
        Some(value) => Some(string("due_zone", value)?),
    };
    match due {
        None if zone.is_some() => Err(Error::invalid("due_zone", "goes with `due`, which is missing")),
        None => Ok(None),
        Some(Value::Null) => Ok(Some(None)),
        Some(value) => Due::parse(&string("due", value)?, zone.as_deref(), default_zone).map(|due| Some(Some(due))),
    }
}

fn civil(field: &'static str, value: &Value) -> Result<Civil, Error> {
    Civil::parse(field, &string(field, value)?)
}

fn minutes(field: &'static str, value: &Value) -> Result<u32, Error> {
    let minutes = value.as_u64().and_then(|number| u32::try_from(number).ok());
    minutes.ok_or_else(|| Error::invalid(field, format!("is `{value}`, not a number of whole minutes")))
}

/// `{rrule, anchor?, from?}`; `text` and whatever else is there is dropped.
fn repeat(value: &Value) -> Result<NewRepeat, Error> {
    let fields =
        value.as_object().ok_or_else(|| Error::invalid("repeat", format!("is {}, not an object", kind(value))))?;
    let get = |name: &str| fields.get(name).filter(|value| !value.is_null());
    let rrule = get("rrule").ok_or_else(|| Error::invalid("rrule", "is missing"))?;
    let from = match get("from").map(|value| string("from", value)).transpose()?.as_deref() {
        None | Some("due") => RepeatFrom::Due,
        Some("completion") => RepeatFrom::Completion,
        Some(other) => return Err(Error::invalid("from", format!("is `{other}`, not `due` or `completion`"))),
    };
    Ok(NewRepeat {
        rule: Rule::parse(&string("rrule", rrule)?)?,
        anchor: get("anchor").map(|value| civil("anchor", value)).transpose()?,
        from,
    })
}

/// Each `{id?, at}` or `{id?, before_due_min}`.
fn reminders(value: &Value) -> Result<Vec<NewReminder>, Error> {
    let reminders =
        value.as_array().ok_or_else(|| Error::invalid("reminders", format!("are {}, not a list", kind(value))))?;
    if reminders.len() > limits::REMINDERS {
        return Err(Error::invalid("reminders", format!("are {}, the most is {}", reminders.len(), limits::REMINDERS)));
    }
    reminders.iter().map(reminder).collect()
}

fn reminder(value: &Value) -> Result<NewReminder, Error> {
    let fields =
        value.as_object().ok_or_else(|| Error::invalid("reminders", format!("have {}, not an object", kind(value))))?;
    let get = |name: &str| fields.get(name).filter(|value| !value.is_null());
    let id = get("id").map(|value| string("reminders", value)).transpose()?;
    let id =
        id.map(|id| id.parse().map_err(|_| Error::invalid("reminders", format!("have the id `{id}`, which is none"))));
    let when = match (get("at"), get("before_due_min")) {
        (Some(at), None) => ReminderWhen::At { at: civil("at", at)? },
        (None, Some(minutes_before)) => ReminderWhen::BeforeDue { min: minutes("before_due_min", minutes_before)? },
        (None, None) | (Some(_), Some(_)) => {
            return Err(Error::invalid("reminders", "need `at` or `before_due_min`, one of them each"));
        }
    };
    Ok(NewReminder { id: id.transpose()?, when })
}

fn parent(value: &Value) -> Result<TaskId, Error> {
    let id = string("parent", value)?;
    id.parse().map_err(|_| Error::invalid("parent", format!("is `{id}`, not the id of a task")))
}

fn list(value: &Value) -> Result<ListRef, Error> {
    let text = string("list", value)?;
    Ok(text.parse().map_or(ListRef::Name(text), ListRef::Id))
}

fn labels(value: &Value) -> Result<Vec<String>, Error> {
    let names =
        value.as_array().ok_or_else(|| Error::invalid("labels", format!("is {}, not a list of names", kind(value))))?;
    if names.len() > limits::LABELS {
        return Err(Error::invalid("labels", format!("are {}, the most is {}", names.len(), limits::LABELS)));
    }
    names.iter().map(|name| string("labels", name)).collect()
}

fn position(value: &Value) -> Result<f64, Error> {
    value
        .as_f64()
        .filter(|number| number.is_finite())
        .ok_or_else(|| Error::invalid("position", format!("is {}, not a number", kind(value))))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
