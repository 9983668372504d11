//! Blocks of fields, as reports are made of (RFC 3464, 2.1; RFC 5965, 3).

/// The longest block, in fields, and the most blocks.
const FIELDS: usize = 64;
const BLOCKS: usize = 200;

/// The fields of a block.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of the first field of that name, which is in small letters.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads blocks that stand an empty line apart. A line that begins with a space goes on with the one before; what is no field is left out.
pub(super) fn blocks(text: &str) -> Vec<Fields> {
    let (mut blocks, mut block) = (Vec::new(), Fields::default());
    for line in text.lines() {
        if line.trim().is_empty() {
            blocks.push(std::mem::take(&mut block));
            if blocks.len() >= BLOCKS {
                break;
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = block.0.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':')
            && block.0.len() < FIELDS
        {
            block.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    blocks.push(block);
    blocks.retain(|block| !block.0.is_empty());
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_unfolded_and_blocks_told_apart() {
        let text = "Reporting-MTA: dns; a.example\r\n\r\n folded into nothing\r\nDiagnostic-Code: smtp; 550\r\n  5.1.1 no\r\nno field\r\nACTION : failed\r\n\r\n\r\n";
        let blocks = blocks(text);
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[1].get("diagnostic-code"), Some("smtp; 550 5.1.1 no"));
        assert_eq!(blocks[1].get("action"), Some("failed"));
        assert_eq!(blocks[0].get("action"), None);
        assert!(super::blocks("").is_empty());
        assert!(super::blocks(&"a: b\n\n".repeat(100_000)).len() <= BLOCKS);
    }
}
