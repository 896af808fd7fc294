DROP INDEX "people_email";--> statement-breakpoint
CREATE INDEX "people_address" ON "people" USING btree ("integration_id",lower("email"));