-- SQL has no master key to seal with, and an older row's own secret opens no more: webhooks are set up anew.
DELETE FROM "destinations";--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "sealed_url" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "shown_url" text NOT NULL;--> statement-breakpoint
ALTER TABLE "destinations" DROP COLUMN "url";