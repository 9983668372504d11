//! Debian's Postfix on loopback, with a configuration of its own: it takes letters plainly, by STARTTLS and by TLS, the latter two with a password, and
//! delivers all of them into one maildir.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::wait_for;

/// Where Debian has the daemons.
const DAEMONS: &str = "/usr/lib/postfix/sbin";

pub(crate) struct Postfix {
    folder: TempDir,
    master: Child,
    plain: u16,
    starttls: u16,
    tls: u16,
}

impl Postfix {
    /// Starts it; `None`, with a word on it, where it cannot run: it is missing, or this is not root, which it begins as.
    pub(crate) fn start() -> Option<Self> {
        let is_root = run("id", &["-u"]).is_some_and(|id| id.trim() == "0");
        let is_there = Path::new(DAEMONS).join("master").is_file() && run("which", &["saslpasswd2"]).is_some();
        if !is_root || !is_there {
            println!("skipped: Postfix needs root and the packages postfix, sasl2-bin and libsasl2-modules");
            return None;
        }
        let folder = TempDir::new().expect("a folder");
        let ports = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port"));
        let [plain, starttls, tls] = ports.map(|listener| listener.local_addr().expect("an address").port());
        configure(folder.path(), [plain, starttls, tls]);
        let config = folder.path().to_str().expect("a path");
        run("postfix", &["-c", config, "check"]).expect("a good configuration");
        let mut master = Command::new(Path::new(DAEMONS).join("master"));
        let master = master.args(["-c", config, "-d"]).stdout(Stdio::null()).stderr(Stdio::null());
        let postfix = Self { master: master.spawn().expect("postfix starts"), folder, plain, starttls, tls };
        wait_for("postfix", || postfix.log().contains("daemon started").then_some(()));
        Some(postfix)
    }

    /// Its three addresses, as settings name them.
    pub(crate) fn addresses(&self) -> [(&'static str, String); 3] {
        [
            ("plain", format!("smtp://127.0.0.1:{}", self.plain)),
            ("STARTTLS", self.starttls("secret")),
            ("TLS", format!("smtps://papers:secret@localhost:{}", self.tls)),
        ]
    }

    /// The one with STARTTLS and a password.
    pub(crate) fn starttls(&self, password: &str) -> String {
        format!("smtp://papers:{password}@localhost:{}?tls=required", self.starttls)
    }

    /// The certificate by which its own is known.
    pub(crate) fn authority(&self) -> PathBuf {
        self.folder.path().join("tls/ca.pem")
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("mail.log")).unwrap_or_default()
    }

    /// Takes the messages out of the mailbox as soon as there are so many, with the line ends that they had on their way.
    pub(crate) fn take(&self, count: usize) -> Vec<Vec<u8>> {
        let new = self.folder.path().join("mail/box/new");
        let files = wait_for("letters in the mailbox", || {
            let files: Vec<_> = std::fs::read_dir(&new).ok()?.filter_map(Result::ok).map(|file| file.path()).collect();
            (files.len() >= count).then_some(files)
        });
        let read = |file: PathBuf| {
            let message = std::fs::read(&file).expect("a message");
            std::fs::remove_file(file).expect("it can be removed");
            String::from_utf8(message).expect("text").replace('\n', "\r\n").into_bytes()
        };
        files.into_iter().map(read).collect()
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        // The master ends its daemons when it is asked to (SIGTERM).
        run("kill", &["-TERM", &self.master.id().to_string()]);
        let _ = self.master.wait();
    }
}

/// What a program prints, if it ends well.
fn run(program: &str, args: &[&str]) -> Option<String> {
    let run = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    run.status.success().then(|| String::from_utf8_lossy(&run.stdout).into_owned())
}

fn configure(folder: &Path, [plain, starttls, tls]: [u16; 3]) {
    let here = folder.display();
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder, open).expect("it can be opened to its daemons");
    for part in ["queue", "lib", "sasl", "mail", "tls"] {
        std::fs::create_dir(folder.join(part)).expect("a folder");
    }
    let main = format!(
        "compatibility_level = 3.6\nqueue_directory = {here}/queue\ndata_directory = {here}/lib\ndaemon_directory = {DAEMONS}\n\
         command_directory = /usr/sbin\nshlib_directory = /usr/lib/postfix\nmail_owner = postfix\nsetgid_group = postdrop\n\
         myhostname = mail.example.org\nmydestination =\nalias_maps =\nalias_database =\ninet_interfaces = 127.0.0.1\ninet_protocols = ipv4\n\
         virtual_mailbox_domains = static:all\nvirtual_mailbox_base = {here}/mail\nvirtual_mailbox_maps = static:box/\n\
         virtual_uid_maps = static:65534\nvirtual_gid_maps = static:65534\nvirtual_mailbox_limit = 0\n\
         maillog_file = {here}/mail.log\nmaillog_file_prefixes = {here}\n\
         smtpd_tls_security_level = may\nsmtpd_tls_cert_file = {here}/tls/cert.pem\nsmtpd_tls_key_file = {here}/tls/key.pem\n\
         smtpd_sasl_path = smtpd\ncyrus_sasl_config_path = {here}/sasl\nsmtpd_sasl_security_options = noanonymous\n\
         smtpd_recipient_restrictions = permit_sasl_authenticated, reject_unauth_destination\n"
    );
    let sasl = "  -o smtpd_sasl_auth_enable=yes\n  -o smtpd_client_restrictions=permit_sasl_authenticated,reject\n";
    let services = "cleanup unix n - n - 0 cleanup\nqmgr unix n - n 300 1 qmgr\ntlsmgr unix - - n 1000? 1 tlsmgr\n\
         rewrite unix - - n - - trivial-rewrite\nbounce unix - - n - 0 bounce\ndefer unix - - n - 0 bounce\ntrace unix - - n - 0 bounce\n\
         error unix - - n - - error\nretry unix - - n - - error\nvirtual unix - n n - - virtual\nproxymap unix - - n - - proxymap\n\
         anvil unix - - n - 1 anvil\npostlog unix-dgram n - n - 1 postlogd\n";
    let master = format!(
        "127.0.0.1:{plain} inet n - n - - smtpd\n\
         127.0.0.1:{starttls} inet n - n - - smtpd\n  -o smtpd_tls_security_level=encrypt\n{sasl}\
         127.0.0.1:{tls} inet n - n - - smtpd\n  -o smtpd_tls_wrappermode=yes\n{sasl}{services}"
    );
    let smtpd = format!(
        "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: {here}/sasl/db\n"
    );
    for (name, text) in [("main.cf", main), ("master.cf", master), ("sasl/smtpd.conf", smtpd)] {
        std::fs::write(folder.join(name), text).expect("a file");
    }
    // A certificate of an authority of its own, and a user with a password; then the folders of those who write.
    let script = "set -e; cd \"$0\"; \
        openssl req -x509 -newkey rsa:2048 -nodes -keyout tls/ca.key -out tls/ca.pem -subj '/CN=authority for tests' -days 2; \
        openssl req -newkey rsa:2048 -nodes -keyout tls/key.pem -out tls/req.pem -subj /CN=localhost; \
        printf 'subjectAltName=DNS:localhost\\nbasicConstraints=CA:FALSE\\n' > tls/ext; \
        openssl x509 -req -in tls/req.pem -CA tls/ca.pem -CAkey tls/ca.key -CAcreateserial -out tls/cert.pem -days 2 -extfile tls/ext; \
        echo secret | saslpasswd2 -p -c -u mail.example.org -f sasl/db papers; \
        chown postfix lib sasl/db; chown nobody mail";
    run("bash", &["-c", script, &here.to_string()]).expect("certificates and a password");
}
