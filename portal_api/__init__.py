"""The counter: the JSON API and the pages. It reads views and sends commands; it decides nothing about the business."""
