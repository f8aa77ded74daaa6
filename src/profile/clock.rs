//! Processor time, from the system. Where it does not tell, the time that passes stands in.

use std::time::Duration;

/// Of all threads of the program since some moment.
pub(super) fn program() -> Duration {
    system::program()
}

/// Of the calling thread since some moment.
pub(super) fn thread() -> Duration {
    system::thread()
}

#[cfg(unix)]
mod system {
    use std::time::Duration;

    use rustix::time::{ClockId, clock_gettime};

    pub fn program() -> Duration {
        read(ClockId::ProcessCPUTime)
    }

    pub fn thread() -> Duration {
        read(ClockId::ThreadCPUTime)
    }

    fn read(clock: ClockId) -> Duration {
        clock_gettime(clock).try_into().unwrap_or_default()
    }
}

#[cfg(not(unix))]
mod system {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    pub fn program() -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    pub fn thread() -> Duration {
        program()
    }
}
