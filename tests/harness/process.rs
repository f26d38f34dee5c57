//! Programs we start, and end with all that they started.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process_group};

/// A running program in a process group of its own, ended when this is dropped.
pub(crate) struct Program {
    child: Child,
}

impl Program {
    /// Starts it.
    pub(crate) fn start(command: &mut Command) -> Self {
        let started = command.stdin(Stdio::null()).process_group(0).spawn();
        Self { child: started.unwrap_or_else(|error| panic!("{command:?}: {error}")) }
    }

    /// Starts it, and waits for the first line it prints.
    pub(crate) fn start_telling(command: &mut Command) -> (Self, String) {
        let mut program = Self::start(command.stdout(Stdio::piped()));
        let printed = program.child.stdout.take().expect("its output was asked for as a pipe");
        let mut line = String::new();
        BufReader::new(printed).read_line(&mut line).expect("its output can be read");
        assert!(!line.is_empty(), "{command:?} ended without a word");
        (program, line.trim().to_owned())
    }

    /// Ends it and all that it started, without warning: `kill -9`.
    pub(crate) fn kill(&mut self) {
        // It fails where the whole group has ended already, which is as good.
        let _gone = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        self.child.wait().expect("a program of ours can be waited for");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}
