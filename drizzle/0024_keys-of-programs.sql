ALTER TABLE "destinations" ADD COLUMN "key" text;--> statement-breakpoint
ALTER TABLE "exceptions" ADD COLUMN "key" text;--> statement-breakpoint
CREATE UNIQUE INDEX "exceptions_key" ON "exceptions" USING btree ("key") WHERE disabled_at is null;--> statement-breakpoint
ALTER TABLE "destinations" ADD CONSTRAINT "destinations_key" UNIQUE("key");