//! Reading messages in the protocol buffers' format (<https://protobuf.dev/programming-guides/encoding/>).

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Field<'a> {
    /// A whole number.
    Number(u64),
    /// A text, a message, or several numbers.
    Bytes(&'a [u8]),
    /// A number in so many bytes that nobody here asks for.
    Other,
}

/// The fields of a message, each with its number. `None` once, and nothing after it, where the message is cut off or broken.
pub(super) fn fields(mut message: &[u8]) -> impl Iterator<Item = Option<(u64, Field<'_>)>> {
    std::iter::from_fn(move || {
        if message.is_empty() {
            return None;
        }
        let field = field(&mut message);
        if field.is_none() {
            message = &[];
        }
        Some(field)
    })
}

/// Whole numbers written one after another.
pub(super) fn numbers(mut bytes: &[u8]) -> Option<Vec<u64>> {
    let mut numbers = Vec::new();
    while !bytes.is_empty() {
        numbers.push(number(&mut bytes)?);
    }
    Some(numbers)
}

/// Takes a field off the front.
fn field<'a>(message: &mut &'a [u8]) -> Option<(u64, Field<'a>)> {
    let tag = number(message)?;
    let field = match tag & 7 {
        0 => Field::Number(number(message)?),
        1 => taken(message, 8).map(|_| Field::Other)?,
        2 => {
            let length = usize::try_from(number(message)?).ok()?;
            Field::Bytes(taken(message, length)?)
        }
        5 => taken(message, 4).map(|_| Field::Other)?,
        _ => return None,
    };
    Some((tag >> 3, field))
}

/// Takes a whole number off the front: seven bits a byte, the lowest first, of at most ten bytes.
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 127) << shift;
        if first & 128 == 0 {
            return Some(number);
        }
    }
    None
}

/// Takes so many bytes off the front.
fn taken<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_the_format_says() {
        let message = b"\x08\x96\x01\x12\x07testing\x1d\x00\x00\x80\x3f\xa0\x01\x07\x09abcdefgh";
        let read: Vec<_> = fields(message).map(Option::unwrap).collect();
        let truth = [
            (1, Field::Number(150)),
            (2, Field::Bytes(b"testing")),
            (3, Field::Other),
            (20, Field::Number(7)),
            (1, Field::Other),
        ];
        assert_eq!(read, truth);
        assert_eq!(numbers(b"\x96\x01\x07"), Some(vec![150, 7]));
    }

    #[test]
    fn what_is_cut_off_or_broken_ends_the_reading() {
        for broken in [
            &b"\x08"[..],
            b"\x08\x96",
            b"\x12\x07test",
            b"\x0b",
            b"\x1d\x00",
            b"\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
            &[0xff; 32],
        ] {
            assert_eq!(fields(broken).collect::<Vec<_>>(), [None], "{broken:x?}");
        }
        assert_eq!(fields(b"").next(), None);
    }
}
