CREATE TABLE "custom_rule_versions" (
	"integration_id" uuid NOT NULL,
	"rule_id" text NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"severity" text NOT NULL,
	"remediation" text NOT NULL,
	"expression" text NOT NULL,
	"created_by" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "custom_rule_versions_integration_id_rule_id_version_pk" PRIMARY KEY("integration_id","rule_id","version")
);
--> statement-breakpoint
CREATE TABLE "custom_rules" (
	"integration_id" uuid NOT NULL,
	"rule_id" text NOT NULL,
	"version" integer NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "custom_rules_integration_id_rule_id_pk" PRIMARY KEY("integration_id","rule_id")
);
