//! The store that comes with the library keeps the contract of stores.

use chatkit_server::{MemoryStore, contract};

#[tokio::test]
async fn the_memory_store_keeps_the_contract() {
    contract::thread_store(|| async { MemoryStore::new() }).await;
}
