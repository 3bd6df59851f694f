-- For the weekly report: active users and their orders.
SELECT u.username, COUNT(o.id) AS orders
  FROM auth_user AS u
  LEFT JOIN orders_order AS o ON o.placed_by_id = u.id
 WHERE u.is_active
 GROUP BY u.username
 ORDER BY orders DESC;
