//! A JSON value that borrows its texts from the line it was read from: what the shapes of sources are picked out of.
//! Fields drift between years, so a line is read as it is and each field is judged when it is asked for.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

/// How many values one record may hold. The largest real one (a day with all its papers and their authors) has 20,000;
/// without a limit a line of `[],[],[]…` would take thirty times its length in memory.
const MAX_VALUES: u32 = 500_000;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    Whole(i64),
    Real(f64),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Object<'a>),
}

/// The members of a JSON object in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

impl<'a> Object<'a> {
    /// The member of that name; of several the last, as most readers of JSON do.
    pub(crate) fn get(&self, key: &str) -> Option<&Json<'a>> {
        self.0.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Whether there is a member of that name, even `null`.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The members in their order.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Json<'a>)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// The names of the members.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_ref())
    }
}

/// Reads `text` as one JSON value with nothing after it.
///
/// # Errors
/// What is wrong and in which column (bytes, from 1): `EOF while parsing a string at column 17`.
pub(crate) fn parse(text: &str) -> Result<Json<'_>, String> {
    let left = Cell::new(MAX_VALUES);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Tree { left: &left }.deserialize(&mut deserializer);
    value.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| without_line(&error))
}

/// The message of `error` without its "line 1", which contradicts the line of the file that stands beside it.
fn without_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line ") {
        Some((what, _)) => format!("{what} at column {}", error.column()),
        None => message,
    }
}

impl fmt::Display for Json<'_> {
    /// The value as a problem names it, cut to 60 characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Whole(value) => write!(f, "the number {value}"),
            Self::Real(value) => write!(f, "the number {value:e}"),
            Self::Text(text) if text.chars().count() > 60 => {
                write!(f, "the text {:?}…", text.chars().take(60).collect::<String>())
            }
            Self::Text(text) => write!(f, "the text {text:?}"),
            Self::List(values) => write!(f, "a list of {}", values.len()),
            Self::Object(_) => f.write_str("an object"),
        }
    }
}

/// Builds a [`Json`], counting its values down from the limit.
#[derive(Clone, Copy)]
struct Tree<'c> {
    left: &'c Cell<u32>,
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Json<'de>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Json<'de>, D::Error> {
        let left = self.left.get().checked_sub(1);
        self.left.set(left.ok_or_else(|| D::Error::custom(format!("more than {MAX_VALUES} values in one record")))?);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Whole(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(i64::try_from(value).map_or(Json::Real(value as f64), Json::Whole))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Json::Real(value))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json<'de>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(key) = access.next_key_seed(Key)? {
            members.push((key, access.next_value_seed(self)?));
        }
        Ok(Json::Object(Object(members)))
    }
}

/// Reads a member's name without copying it where it has no escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_without_escapes_are_borrowed() {
        let Json::Object(object) = parse(r#"{"a": "plain", "b": "a\nb"}"#).unwrap() else { panic!("no object") };
        assert!(matches!(object.get("a"), Some(Json::Text(Cow::Borrowed("plain")))));
        assert_eq!(object.get("b"), Some(&Json::Text("a\nb".into())));
        assert_eq!(object.keys().collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn of_two_members_with_one_name_the_last_counts() {
        let Json::Object(object) = parse(r#"{"a": 1, "a": 2}"#).unwrap() else { panic!("no object") };
        assert_eq!(object.get("a"), Some(&Json::Whole(2)));
    }

    #[test]
    fn says_in_which_column_it_is_broken() {
        assert_eq!(parse(r#"{"a": "bc"#).unwrap_err(), "EOF while parsing a string at column 9");
        assert_eq!(parse("{} {}").unwrap_err(), "trailing characters at column 4");
    }

    #[test]
    fn neither_depth_nor_number_of_values_can_exhaust_memory() {
        assert!(parse(&"[".repeat(100_000)).unwrap_err().starts_with("recursion limit exceeded"));
        let wide = format!("[{}0]", "0,".repeat(600_000));
        assert!(parse(&wide).unwrap_err().starts_with("more than 500000 values in one record"));
    }

    #[test]
    fn numbers_beyond_64_bits_stay_numbers() {
        assert_eq!(parse("18446744073709551616").unwrap(), Json::Real(18_446_744_073_709_551_616.0));
        assert_eq!(parse("-3").unwrap().to_string(), "the number -3");
        assert!(parse("1e999").unwrap_err().starts_with("number out of range"));
    }
}
