/** The server's settings, sized for a small machine (2 cores, 2 GB) that it shares with the application. */
export function settingsFor(socketFolder: string, durable: boolean): Readonly<Record<string, string>> {
  return {
    listen_addresses: "",
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    // The machine's zone must not decide how an instant reads.
    timezone: "UTC",
    log_timezone: "UTC",
    max_connections: "100",
    shared_buffers: "128MB",
    effective_cache_size: "512MB",
    work_mem: "8MB",
    maintenance_work_mem: "64MB",
    max_wal_size: "512MB",
    checkpoint_completion_target: "0.9",
    random_page_cost: "1.1",
    // Our statements are short: compiling them or spreading them over cores costs more than it saves,
    // and parallel workers want more shared memory than a container has by default.
    jit: "off",
    max_parallel_workers_per_gather: "0",
    // A transaction left open by a bug must not hold locks and old rows for ever.
    idle_in_transaction_session_timeout: "60s",
    log_destination: "stderr",
    log_min_messages: "warning",
    log_line_prefix: "%m [%p] ",
    ...(durable
      ? { fsync: "on", full_page_writes: "on", synchronous_commit: "on" }
      : { fsync: "off", full_page_writes: "off", synchronous_commit: "off" }),
  };
}
