CREATE TABLE "asset_versions" (
	"integration_id" uuid NOT NULL,
	"asset_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"definition_hash" text NOT NULL,
	"definition" jsonb NOT NULL,
	"configuration_id" text,
	"configured_at" timestamp with time zone,
	"author_person_id" uuid,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "asset_versions_integration_id_asset_id_no_pk" PRIMARY KEY("integration_id","asset_id","no")
);
--> statement-breakpoint
CREATE TABLE "definition_approvals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"asset_id" uuid NOT NULL,
	"version_no" integer NOT NULL,
	"definition_hash" text NOT NULL,
	"reason" text NOT NULL,
	"approved_by" jsonb NOT NULL,
	"approved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" jsonb,
	"ended" text,
	"end_reason" text,
	CONSTRAINT "definition_approvals_ending" CHECK ((ended_at is null) = (ended is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "definition_approvals_live" ON "definition_approvals" USING btree ("asset_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "definition_approvals_asset" ON "definition_approvals" USING btree ("asset_id","id");--> statement-breakpoint
CREATE INDEX "definition_approvals_integration" ON "definition_approvals" USING btree ("integration_id");