//! The session that requests are made with, shared by all that send: the screens' account calls and
//! the engine's. Where a token ends, one of them renews it and the others wait.

use crate::platform::task;
use crate::state::vault;
use dialect::{Key, Keyring, Lent, Profile, Renewal, Renewed, Session};
use futures_channel::oneshot;
use protocol::Failure;
use std::cell::RefCell;
use std::rc::Rc;

/// A person's session. Clones are the same one; another person gets another.
#[derive(Clone, Default)]
pub(crate) struct Keys(Rc<Inner>);

#[derive(Default)]
struct Inner {
    ring: RefCell<Keyring>,
    /// Who waits for the renewal that is under way.
    waiting: RefCell<Vec<oneshot::Sender<Result<(), Failure>>>>,
    /// Where it is kept over a reload, on backends whose token a page has to keep.
    vault: Option<String>,
}

impl Keys {
    /// Without a session yet, kept in this vault.
    pub(crate) fn kept_in(vault: Option<String>) -> Self {
        Self(Rc::new(Inner { vault, ..Inner::default() }))
    }

    /// Where it is kept over a reload.
    pub(crate) fn vault(&self) -> Option<&str> {
        self.0.vault.as_deref()
    }

    /// The session as it is now.
    pub(crate) fn session(&self) -> Session {
        self.0.ring.borrow().session().clone()
    }

    /// This session holds from now on.
    pub(crate) fn put(&self, session: Session) {
        self.0.ring.borrow_mut().put(session);
        self.wake(&Ok(()));
    }

    /// A key to send with.
    pub(crate) async fn lend(&self, profile: &Profile) -> Result<Key, Failure> {
        self.obtain(profile, None).await
    }

    /// A key to send again with what was refused with `refused`.
    pub(crate) async fn lend_again(&self, profile: &Profile, refused: &Key) -> Result<Key, Failure> {
        self.obtain(profile, Some(refused)).await
    }

    async fn obtain(&self, profile: &Profile, refused: Option<&Key>) -> Result<Key, Failure> {
        loop {
            let lent = match refused {
                Some(key) => self.0.ring.borrow_mut().lend_again(profile, key),
                None => self.0.ring.borrow_mut().lend(profile),
            };
            match lent {
                Lent::Key(key) => return Ok(key),
                Lent::Ended => return Err(Failure::SignedOut),
                Lent::Renew(renewal) => self.renew(renewal).await?,
                Lent::Wait => self.wait().await?,
            }
        }
    }

    /// Renews in a task of its own: whoever asked may go away, and the others wait on.
    fn renew(&self, renewal: Renewal) -> impl Future<Output = Result<(), Failure>> {
        let keys = self.clone();
        let waiting = self.wait();
        task::spawn(async move {
            let renewed = vault::renew(keys.0.vault.clone(), renewal.clone()).await;
            let counts = keys.0.ring.borrow_mut().settle(&renewal, &renewed);
            keys.wake(&match renewed {
                Renewed::Ended if counts => Err(Failure::SignedOut),
                Renewed::Failed(failure) if counts => Err(failure),
                _ => Ok(()),
            });
        });
        waiting
    }

    fn wait(&self) -> impl Future<Output = Result<(), Failure>> + use<> {
        let (sender, receiver) = oneshot::channel();
        self.0.waiting.borrow_mut().push(sender);
        async move { receiver.await.unwrap_or(Err(Failure::Unknown)) }
    }

    fn wake(&self, how: &Result<(), Failure>) {
        let waiting = std::mem::take(&mut *self.0.waiting.borrow_mut());
        waiting.into_iter().for_each(|asker| _ = asker.send(how.clone()));
    }
}
