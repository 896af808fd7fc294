-- Tokens from before could do everything, and go on to; whoever has one makes narrower ones and revokes it.
ALTER TABLE "api_tokens" ADD COLUMN "scopes" text[] NOT NULL DEFAULT array['integrations:read', 'integrations:write', 'runs:read', 'runs:write', 'assets:read', 'gpts:approve', 'findings:read', 'findings:write', 'rules:read', 'rules:write', 'directory:read', 'directory:write', 'webhooks:read', 'webhooks:write', 'audit:read', 'histories:read', 'tokens:read', 'tokens:write'];--> statement-breakpoint
ALTER TABLE "api_tokens" ALTER COLUMN "scopes" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "created_by" jsonb NOT NULL DEFAULT '{"kind": "system", "id": "casbah", "label": "Casbah"}';--> statement-breakpoint
ALTER TABLE "api_tokens" ALTER COLUMN "created_by" DROP DEFAULT;
