//! Numbers and texts as bytes, little-endian, read with every bound checked.

use super::block::BlockError;

/// Bytes being written.
#[derive(Debug, Default)]
pub struct Writer(pub Vec<u8>);

impl Writer {
    pub fn u32(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub fn u64(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.u32(super::symbols::number(bytes.len()));
        self.0.extend_from_slice(bytes);
    }

    pub fn u32s(&mut self, numbers: &[u32]) {
        for number in numbers {
            self.u32(*number);
        }
    }

    pub fn u64s(&mut self, numbers: &[u64]) {
        for number in numbers {
            self.u64(*number);
        }
    }

    pub fn u128s(&mut self, numbers: &[u128]) {
        for number in numbers {
            self.0.extend_from_slice(&number.to_le_bytes());
        }
    }

    pub fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) {
        self.u32(super::symbols::number(texts.len()));
        for text in texts {
            self.bytes(text.as_bytes());
        }
    }
}

/// Bytes being read.
#[derive(Debug)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], BlockError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(BlockError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BlockError> {
        self.take(N)?.try_into().map_err(|_| BlockError::Damaged)
    }

    pub fn u32(&mut self) -> Result<u32, BlockError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub fn u64(&mut self) -> Result<u64, BlockError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    /// A count of things that take at least so many bytes each.
    pub fn count(&mut self, least: usize) -> Result<usize, BlockError> {
        let count = self.u32()? as usize;
        if count.saturating_mul(least) > self.0.len() { Err(BlockError::Damaged) } else { Ok(count) }
    }

    pub fn bytes(&mut self) -> Result<&'a [u8], BlockError> {
        let count = self.count(1)?;
        self.take(count)
    }

    pub fn text(&mut self) -> Result<&'a str, BlockError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| BlockError::Damaged)
    }

    pub fn texts(&mut self, each: &mut dyn FnMut(&str)) -> Result<usize, BlockError> {
        let count = self.count(4)?;
        for _ in 0..count {
            each(self.text()?);
        }
        Ok(count)
    }

    pub fn u32s(&mut self, count: usize) -> Result<Vec<u32>, BlockError> {
        let bytes = self.take(count.saturating_mul(4))?;
        Ok(bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect())
    }

    pub fn u64s(&mut self, count: usize) -> Result<Vec<u64>, BlockError> {
        let mut bytes = Reader(self.take(count.saturating_mul(8))?);
        Ok((0..count).map_while(|_| bytes.u64().ok()).collect())
    }

    pub fn u128s(&mut self, count: usize) -> Result<Vec<u128>, BlockError> {
        let mut bytes = Reader(self.take(count.saturating_mul(16))?);
        Ok((0..count).map_while(|_| bytes.array().ok().map(u128::from_le_bytes)).collect())
    }
}
