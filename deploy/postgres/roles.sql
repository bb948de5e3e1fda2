-- The roles of the service and its database; what is there already stays. By a superuser:
--
--   psql --set ON_ERROR_STOP=1 --file roles.sql
--
-- Both prove themselves by certificates (pg_hba.conf: `cert`; docs/runbook.md). Where that cannot be,
-- \password gives them passwords.
--
-- credit_window owns the tables and migrates them; nobody else does. credit_window_service is who
-- the running service signs in as: it reads and writes rows and owns nothing, so it can neither
-- drop a table nor switch off a trigger that keeps one append-only. The two roles without a sign-in
-- are what transactions of enterprises and communities run as (docs/security.md, second wall).

\connect postgres
SELECT 'CREATE ROLE credit_window LOGIN'
WHERE to_regrole('credit_window') IS NULL \gexec
SELECT 'CREATE ROLE credit_window_scoped NOLOGIN'
WHERE to_regrole('credit_window_scoped') IS NULL \gexec
GRANT credit_window_scoped TO credit_window;

SELECT 'CREATE ROLE credit_window_service LOGIN BYPASSRLS'
WHERE to_regrole('credit_window_service') IS NULL \gexec
SELECT 'CREATE ROLE credit_window_service_scoped NOLOGIN IN ROLE credit_window_scoped'
WHERE to_regrole('credit_window_service_scoped') IS NULL \gexec
GRANT credit_window_service_scoped TO credit_window_service;

SELECT 'CREATE DATABASE credit_window OWNER credit_window'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'credit_window') \gexec

\connect credit_window
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO credit_window_service;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO credit_window_service;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO credit_window_service;
ALTER DEFAULT PRIVILEGES FOR ROLE credit_window IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO credit_window_service;
ALTER DEFAULT PRIVILEGES FOR ROLE credit_window IN SCHEMA public
    GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO credit_window_service;
ALTER DEFAULT PRIVILEGES FOR ROLE credit_window IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO credit_window_service;
