"""The running service under a mixed load, while whatever can break is broken on purpose."""
