//! A name server on loopback that answers from a table.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex};

use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::rdata::{A, AAAA, MX, PTR, TXT};
use hickory_proto::rr::{Name, RData, Record, RecordType};

type Table = HashMap<(String, RecordType), Vec<RData>>;

/// A server whose table can be changed while it answers.
pub(crate) struct NameServer {
    pub(crate) address: SocketAddr,
    table: Arc<Mutex<Table>>,
}

impl NameServer {
    pub(crate) fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let table: Arc<Mutex<Table>> = Arc::default();
        let known = Arc::clone(&table);
        std::thread::spawn(move || {
            let mut bytes = [0; 4_096];
            while let Ok((count, asker)) = socket.recv_from(&mut bytes) {
                let answer = answer(&bytes[..count], &known.lock().unwrap());
                let _ = answer.map(|answer| socket.send_to(&answer, asker));
            }
        });
        Self { address, table }
    }

    fn add(&self, name: &str, kind: RecordType, data: RData) {
        let key = (name.trim_end_matches('.').to_lowercase(), kind);
        self.table.lock().unwrap().entry(key).or_default().push(data);
    }

    /// A text, in parts of at most 255 bytes.
    pub(crate) fn txt(&self, name: &str, text: &str) -> &Self {
        let parts = text.as_bytes().chunks(255).map(|part| String::from_utf8(part.to_vec()).unwrap()).collect();
        self.add(name, RecordType::TXT, RData::TXT(TXT::new(parts)));
        self
    }

    pub(crate) fn address(&self, name: &str, address: &str) -> &Self {
        match address.parse().unwrap() {
            IpAddr::V4(address) => self.add(name, RecordType::A, RData::A(A(address))),
            IpAddr::V6(address) => self.add(name, RecordType::AAAA, RData::AAAA(AAAA(address))),
        }
        self
    }

    pub(crate) fn mx(&self, name: &str, host: &str) -> &Self {
        self.add(name, RecordType::MX, RData::MX(MX::new(10, Name::from_ascii(host).unwrap())));
        self
    }

    pub(crate) fn ptr(&self, address: &str, name: &str) -> &Self {
        let reverse = Name::from(address.parse::<IpAddr>().unwrap());
        self.add(&reverse.to_string(), RecordType::PTR, RData::PTR(PTR(Name::from_ascii(name).unwrap())));
        self
    }

    /// Forgets everything of a name.
    pub(crate) fn forget(&self, name: &str) -> &Self {
        self.table.lock().unwrap().retain(|(known, _), _| known != name);
        self
    }

    /// Adds a record as it stands in a zone: `NAME. IN TXT "…" "…"`.
    pub(crate) fn add_as_hinted(&self, record: &str) {
        let (name, rest) = record.split_once(". IN ").unwrap_or_else(|| panic!("{record:?} is no record"));
        match rest.split_once(' ').unwrap() {
            ("TXT", strings) => {
                let parts: Vec<_> = strings.trim_matches('"').split("\" \"").map(str::to_owned).collect();
                assert!(parts.iter().all(|part| part.len() <= 255), "{record}");
                self.add(name, RecordType::TXT, RData::TXT(TXT::new(parts)));
            }
            ("MX", host) => {
                self.mx(name, host.strip_prefix("10 ").unwrap());
            }
            ("A", address) => {
                self.address(name, address.split(' ').next().unwrap());
            }
            other => panic!("{other:?}"),
        }
    }
}

fn answer(bytes: &[u8], table: &Table) -> Option<Vec<u8>> {
    let question = Message::from_vec(bytes).ok()?;
    let query = question.queries.first()?.clone();
    let name = query.name().to_string().trim_end_matches('.').to_lowercase();
    let mut answer = question.into_response();
    let found = table.get(&(name.clone(), query.query_type())).cloned().unwrap_or_default();
    let is_known = table.keys().any(|(known, _)| *known == name);
    answer.metadata.response_code = if is_known { ResponseCode::NoError } else { ResponseCode::NXDomain };
    for data in found {
        answer.add_answer(Record::from_rdata(query.name().clone(), 60, data));
    }
    answer.to_vec().ok()
}
