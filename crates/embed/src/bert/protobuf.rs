//! Writing messages in the protocol buffers' format (<https://protobuf.dev/programming-guides/encoding/>).

/// A message that is being written.
#[derive(Debug, Default, Clone)]
pub(super) struct Message(Vec<u8>);

impl Message {
    /// With a field that holds a whole number.
    #[must_use]
    pub(super) fn number(mut self, field: u8, number: u64) -> Self {
        self.tag(field, 0);
        self.varint(number);
        self
    }

    /// With a field that holds a number of single precision.
    #[must_use]
    pub(super) fn float(mut self, field: u8, number: f32) -> Self {
        self.tag(field, 5);
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    /// With a field that holds bytes: a text or another message.
    #[must_use]
    pub(super) fn bytes(mut self, field: u8, bytes: impl AsRef<[u8]>) -> Self {
        self.tag(field, 2);
        self.varint(bytes.as_ref().len() as u64);
        self.0.extend_from_slice(bytes.as_ref());
        self
    }

    /// Adds a field to a message that is written piece by piece.
    pub(super) fn add(&mut self, field: u8, bytes: impl AsRef<[u8]>) {
        *self = std::mem::take(self).bytes(field, bytes);
    }

    /// What was written.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The number of a field, and how what follows is written.
    fn tag(&mut self, field: u8, written: u64) {
        self.varint(u64::from(field) << 3 | written);
    }

    fn varint(&mut self, mut number: u64) {
        while number > 127 {
            self.0.push((number & 127) as u8 | 128);
            number >>= 7;
        }
        self.0.push((number & 127) as u8);
    }
}

impl AsRef<[u8]> for Message {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_written_as_the_format_says() {
        let message = Message::default().number(1, 150).bytes(2, "testing").float(3, 1.0).number(20, 7);
        assert_eq!(message.as_ref(), b"\x08\x96\x01\x12\x07testing\x1d\x00\x00\x80\x3f\xa0\x01\x07");
    }
}
